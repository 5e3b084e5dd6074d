"""A blind item is drawn by lot: each as likely as any other, and whoever doubts it draws again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from gozinto.cases.drills import drawing
from gozinto.errors import Refused
from gozinto.operations import packing, shipping
from gozinto.plant.models import Material, TraceableObject
from gozinto.record import capture
from tests.cases.drills.works import OWN_LOT, RUBBER, TYRES, drill
from tests.plants import commissioned, received, some
from tests.workshop import CLERK, at, lot, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_works")]
OTHER_RUBBER = lot("HB", "R-1", "RIVAL")


def test_every_place_is_drawn_about_as_often_as_any_other() -> None:
    drawn = Counter(drawing.lot(f"seed {count}") % 7 for count in range(7_000))
    assert set(drawn) == set(range(7))
    # Chi square of six degrees of freedom: above 22.5 once in a thousand.
    assert sum((times - 1_000) ** 2 / 1_000 for times in drawn.values()) < 22.5


class TestAmong:
    """Among what it is drawn."""

    def many(self, begins: str) -> set[str]:
        return {drawing.draw(begins).uri for _ in range(40)}

    def test_raw_are_the_lots_that_were_bought(self) -> None:
        assert self.many("raw") == {RUBBER, OTHER_RUBBER}

    def test_finished_is_what_left_and_a_lot_stands_for_its_tyres(self) -> None:
        assert self.many("finished") == {OWN_LOT}

    def test_what_left_on_a_pallet_has_left_and_what_stayed_has_not(self) -> None:
        gone, here, taken_out = (unit("T205", number) for number in ("X-1", "X-2", "X-3"))
        for one in (gone, here, taken_out):
            capture(replace(commissioned(one, 5, of=""), extensions={}))
        pallet = packing.container_uri("095212340000000013")
        packing.pack(container=pallet, contents=[gone, taken_out], by=CLERK, at=at(6))
        packing.unpack(container=pallet, contents=[taken_out], by=CLERK, at=at(7))
        shipping.ship(pallet, note="DN-9", to="NORTH", by=CLERK, at=at(8))
        packing.pack(container=pallet, contents=[here], by=CLERK, at=at(9))
        assert self.many("finished") == {OWN_LOT, gone}

    def test_anything_is_every_lot_and_no_unit_of_a_lot_and_no_tool(self) -> None:
        found = self.many("anything")
        assert found == {RUBBER, OTHER_RUBBER, lot("LC", "LC-1"), OWN_LOT}
        assert not found & set(TYRES)

    def test_where_there_is_nothing_it_says_so(self) -> None:
        Material.objects.filter(kind="raw").update(kind="intermediate")
        with pytest.raises(Refused) as error:
            drill(begins="raw")
        assert [one.code for one in error.value.violations] == ["nothing_to_draw"]


class TestADraw:
    """What a drill keeps of it."""

    def test_the_same_seed_draws_the_same_item_whatever_came_since(self) -> None:
        stands = drill(begins="raw")
        kept = drawing.kept(stands.made)
        assert kept is not None
        assert (kept.of, stands.subjects["origin"]) == (2, (kept.uri,))
        assert kept.place == drawing.lot(kept.seed) % 2
        capture(received(some(lot("HB", "R-2", "RIVAL"), 5), 40))
        assert TraceableObject.objects.filter(uri__endswith="R-2").exists()
        assert drawing.repeated(kept) == kept

    def test_another_seed_would_have_drawn_the_other_one(self) -> None:
        kept = drawing.kept(drill(begins="raw").made)
        assert kept is not None
        seeds = map(str, range(20))
        found = [drawing.by_seed("raw", seed=one, position=kept.position) for one in seeds]
        assert {one.uri for one in found if one} == {RUBBER, OTHER_RUBBER}

    def test_nobody_both_draws_and_chooses_and_who_says_nothing_draws_among_anything(self) -> None:
        with pytest.raises(Refused) as error:
            drill(RUBBER, begins="raw")
        assert [one.code for one in error.value.violations] == ["drawn_or_chosen"]
        assert drill().made["draw"]["begins"] == "anything"
        assert "draw" not in drill(RUBBER).made
