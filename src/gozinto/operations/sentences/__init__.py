"""What went wrong and what to do about it, in the reader's language: the same at every edge."""

from gozinto.operations.sentences.codes import TABLE, Sentence, all_of, of

__all__ = ["TABLE", "Sentence", "all_of", "of"]
