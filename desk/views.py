"""The doors of the desk: the front page, the consortium's home, search, notices and one's own profile."""

from django.shortcuts import render


def front(request):
    """Say what Roundtable is, or lead on to the consortia that the person has a part in."""
    return render(request, "desk/front.html")


def consortium_home(request, consortium):
    """Show what waits for the reader, and the state of the consortium."""
    return render(request, "desk/home.html")
