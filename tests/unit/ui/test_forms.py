"""What the form renderer and the rating scale give a page."""

import pytest
from django import forms

from herefor.ui.forms import DOES_NOT_APPLY, Renderer, ScaleField, YesNoField


class Opinion(forms.Form):
    default_renderer = Renderer()

    ideal = ScaleField(label="How close?", ends=("far", "near"), required=False)
    met = YesNoField(label="Did we?", required=False)
    name = forms.CharField(label="Name", help_text="As you like.")
    agree = forms.BooleanField(label="Keep it")
    photo = forms.FileField(label="Photo", required=False)


@pytest.mark.parametrize(("sent", "clean"), [("7", 7), ("na", DOES_NOT_APPLY), ("", None)])
def test_a_rating_is_a_number_or_says_why_not(sent, clean):
    assert ScaleField(required=False).clean(sent) == clean


@pytest.mark.parametrize("sent", ["0", "11", "seven"])
def test_a_rating_off_the_scale_is_refused(sent):
    with pytest.raises(forms.ValidationError):
        ScaleField().clean(sent)


def test_does_not_apply_can_be_left_out():
    with pytest.raises(forms.ValidationError):
        ScaleField(not_applicable=None).clean(DOES_NOT_APPLY)


def test_the_scale_says_its_ends_to_a_screen_reader():
    shown = str(Opinion()["ideal"])

    assert shown.count('type="radio"') == 11
    assert '>1<span class="hidden">, far</span>' in shown
    assert '>10<span class="hidden">, near</span>' in shown


def test_the_scale_keeps_the_choice():
    shown = str(Opinion({"ideal": "7"})["ideal"])

    assert shown.count("checked") == 1
    assert 'value="7" id="id_ideal_6" checked' in shown


def test_yes_and_no_are_words_for_one_and_zero():
    assert [str(label) for _value, label in Opinion().fields["met"].choices][:2] == ["No", "Yes"]
    assert YesNoField().clean("1") == 1


def test_an_error_is_told_at_the_field_and_in_the_summary():
    shown = str(Opinion({}))

    assert 'href="#id_name"' in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown


def test_the_summary_leads_to_the_first_radio():
    shown = str(Opinion({"ideal": "99"}))

    assert 'href="#id_ideal_0"' in shown
    assert 'id="id_ideal_0"' in shown


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in str(Opinion())


def test_every_control_has_its_label():
    shown = str(Opinion())

    for name in ("name", "agree", "photo"):
        assert f'for="id_{name}"' in shown


def test_optional_fields_say_so_unless_all_are():
    form = Opinion()
    assert "(optional)" in form["photo"].as_field_group()

    form.all_optional = True
    assert "(optional)" not in form["photo"].as_field_group()
