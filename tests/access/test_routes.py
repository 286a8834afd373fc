"""The table is complete: an address without a row fails the suite, and so does a row without an address."""

from tests.access.expander import api_doors, routes
from tests.access.table import TABLE


def test_every_address_has_a_row():
    assert routes() - {row.route for row in TABLE} == set()


def test_no_row_speaks_of_an_address_that_is_gone():
    assert {row.route for row in TABLE} - routes() == set()


def test_every_method_of_the_api_has_a_row():
    assert api_doors() - {(row.route, row.method) for row in TABLE} == set()
