"""The ready message with which a reader reports a wrong or copied stamp, and the ways to send it."""

from generator.site.contacts import ReadyMessage, ready_message
from generator.site.context import PageContext

DAY_GAP = "____"
"""Stands in the message for the day, where ``trace.js`` puts the reader's own."""


def report_message(context: PageContext, code: str, address: str) -> ReadyMessage:
    """Return the message about a stamp with ``code`` below its symbol, which leads to ``address``.

    Where the site's settings name nobody, the sentence beside the message says whom to tell.
    """
    t = context.t
    text = "\n".join(
        (
            t("I saw a stamp that looks wrong or copied."),
            t("Code: {code}", code=code),
            t("Page: {address}", address=address),
            t("Day: {day}", day=DAY_GAP),
            t("Place where I saw or bought it: …"),
            t("What looks wrong: …"),
        )
    )
    return ready_message(context, t("OCOP stamp {code}", code=code), text)
