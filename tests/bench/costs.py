"""Write what an answer cost the database into its headers."""

import time
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse


class Costs:
    """Count the statements of a request and the time they took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        times: list[float] = []

        def clock(execute, sql, params, many, context):
            start = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                times.append(time.perf_counter() - start)

        with connection.execute_wrapper(clock):
            response = self.get_response(request)
        response["X-Queries"] = str(len(times))
        response["X-SQL-ms"] = f"{sum(times) * 1000:.2f}"
        return response
