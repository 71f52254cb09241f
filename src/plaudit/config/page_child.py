"""A process that answers pages for `ingest.page_processes`: started by it, and ended with it.

python -m plaudit.config.page_child PROCESSES SOCKET ...

PROCESSES: how many share the connections that pages may have.
"""

from __future__ import annotations

import gc
import sys

from django.template.loader import get_template

from plaudit.actions.open_table import share_readers
from plaudit.config.pages import site
from plaudit.ingest.page_answering import answer_all, let_parent_decide
from plaudit.pages.book import share_places
from plaudit.store.spare import SPARE

MOST_ASKED_FOR = ("member/statement.html", "member/live.html", "member/reason.html")
"""Templates that are compiled before anybody waits for them."""


def main() -> None:
    """Answer pages until nobody asks any more."""
    let_parent_decide()
    processes, *numbers = map(int, sys.argv[1:])
    share_places(processes)
    share_readers(processes)
    SPARE.share(processes)
    pages = site()
    for template in MOST_ASKED_FOR:
        get_template(template)
    # What is loaded stays: the collector needn't look at it, nor after every few hundred objects.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    answer_all(pages, numbers)


if __name__ == "__main__":
    main()
