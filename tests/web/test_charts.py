"""Pictures say what their figures are of, and leave a phone room for the flow."""

from web.charts import bars, flow


def test_an_axis_says_its_unit():
    option = bars(["Seagate"], {"Percent": [16.1]}, unit="%")

    assert option["xAxis"]["axisLabel"]["formatter"] == "{value} %"


def test_an_axis_without_a_unit_writes_figures_as_they_are():
    assert bars(["Seagate"], {"Members": [3]})["xAxis"] == {"type": "value"}


def test_names_in_the_midst_of_a_flow_stand_apart_on_a_phone():
    option = flow([("Tier 1", "Invoiced", 9), ("Invoiced", "Collected", 9), ("Collected", "Research", 9)])

    (on_phone,) = option["media"][0]["option"]["series"]
    assert {node["name"]: node["label"]["position"] for node in on_phone["data"]} == {
        "Tier 1": "left",
        "Invoiced": "top",
        "Collected": "bottom",
        "Research": "right",
    }


def test_a_flow_takes_as_much_room_as_its_names_and_no_more():
    option = flow([("Tier 1", "研究資金", 9), ("Tier 2", "Money of the whole consortium", 1)])

    (on_phone,) = option["media"][0]["option"]["series"]
    assert (on_phone["left"], on_phone["right"]) == (50, 108)
