"""The readbacks of corpus.toml, in groups about one agreement each."""

import tomllib
from pathlib import Path

CORPUS = tomllib.loads(Path(__file__).with_name("corpus.toml").read_text(encoding="utf-8"))["group"]
