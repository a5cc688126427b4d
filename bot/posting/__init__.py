"""From due to closed: plan, claim, look first, post, record, sweep, close. Each post once, whatever crashes."""

from bot.posting.beat import Posting
from bot.posting.sending import HTTP_TIMEOUT

__all__ = ["HTTP_TIMEOUT", "Posting"]
