"""What the views below one agreement share: how a caller finds it, and words of the domain as fields."""

from enum import StrEnum
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from agreements.models import Agreement
from teams.api.base import ObjectView


class WordField[Word: StrEnum](serializers.ChoiceField):
    """One word of a list that the domain fixes."""

    def __init__(self, words: type[Word], **options: Any) -> None:
        self.words = words
        super().__init__(choices=[(word.value, word.value) for word in words], **options)

    def to_internal_value(self, data: Any) -> Word:
        return self.words(super().to_internal_value(data))


class OfAgreementView(ObjectView[Agreement]):
    """The base of what lies below ``/agreements/{number}/``."""

    def load(self, *, number: int) -> Agreement:
        return get_object_or_404(Agreement.objects.visible_to(self.person), number=number)
