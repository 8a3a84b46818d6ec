"""The words that come with the program (config/focus), and the proposals read with them."""

from functools import partial

import tasks.circle.focus.propose
import tasks.circle.proposals.themes
from tasks.settings.focus_words import SHIPPED, vocabulary_of

VOCABULARY = vocabulary_of(SHIPPED.parent)
propose = partial(tasks.circle.focus.propose.propose, vocabulary=VOCABULARY)
themes_over_time = partial(tasks.circle.proposals.themes.themes_over_time, vocabulary=VOCABULARY)
