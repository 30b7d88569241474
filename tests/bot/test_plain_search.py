"""What the plain search lets through: each of the entries' own questions asked while it is left out.

Measured on the 20 entries of the start (1,660 questions, 15 languages): see the bounds below. They must hold with the
thresholds `bot.judgement.PLAIN`; whoever moves those, or `faq.lexical`, sees here what it costs.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from bot.judgement import PLAIN
from faq.decision import Ranked, decide
from faq.lexical import LexicalIndex
