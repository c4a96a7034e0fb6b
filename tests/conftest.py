"""What every test rests on."""

from __future__ import annotations

import signal

# A suite that was started in the background ignores SIGINT, and so would the runs that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
