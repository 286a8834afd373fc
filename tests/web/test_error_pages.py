from django.db import OperationalError

from web import error_pages


def answered(request, fault: Exception):
    """Answer a request that ended in a fault, as Django has it answered."""
    try:
        raise fault
    except type(fault):
        return error_pages.broken(request)


def test_who_meets_a_database_that_is_away_is_told_to_come_back(rf):
    answer = answered(rf.get("/asrc/motions/?state=open"), OperationalError("connection refused"))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert 'href="/asrc/motions/?state=open"' in answer.content.decode()


def test_a_fault_of_ours_is_500_on_pages_and_in_the_api(rf):
    page = answered(rf.get("/asrc/"), KeyError("seat"))
    data = answered(rf.get("/api/v1/asrc/motions/"), KeyError("seat"))

    assert [(each.status_code, each.headers["Content-Type"]) for each in (page, data)] == [
        (500, "text/html; charset=utf-8"),
        (500, "application/json"),
    ]
    assert b"KeyError" not in page.content + data.content
