<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

/** The fields of a form. A refused field shows why, and the first one gets the focus. */
final class Form
{
    private bool $hasFocus = false;

    public function __construct(private Entry $entry)
    {
    }

    /** @param string $attributes HTML */
    public function input(string $name, string $label, string $attributes, string $class = ''): string
    {
        $value = Html::text($this->entry->values[$name] ?? '');
        return $this->field($name, $label, "<input name=\"$name\" id=\"$name\" value=\"$value\" $attributes autocomplete=\"off\"{$this->state($name)}>", $class);
    }

    /** @param array<string, string> $options the texts by their values */
    public function select(string $name, string $label, array $options, string $class = ''): string
    {
        $html = '';
        $current = $this->entry->values[$name] ?? '';
        foreach ($options + ($current === '' ? [] : [$current => $current]) as $value => $text) {
            $selected = (string) $value === $current ? ' selected' : '';
            $value = Html::text($value);
            $lang = $name === 'language' ? ' lang="' . strtolower($value) . '" dir="auto"' : '';
            $html .= "<option value=\"$value\"$lang$selected>" . Html::text($text) . '</option>';
        }
        return $this->field($name, $label, "<select name=\"$name\" id=\"$name\"{$this->state($name)}>$html</select>", $class);
    }

    /** The fields that reach the guest. */
    public function contact(): string
    {
        return $this->input('email', 'E-mail', 'type="email" dir="auto" maxlength="200" required')
            . $this->input('phone', 'Phone (with the country code)', 'type="tel" dir="auto" maxlength="24" placeholder="+44 1632 960000"')
            . $this->select('language', 'Language', Languages::NAMES, 'wide');
    }

    /** Says that fields were refused. */
    public function refusal(): string
    {
        $count = count($this->entry->errors);
        return $count === 0 ? '' : '<p class="notice bad refused" role="alert">Nothing was saved: please correct '
            . ($count === 1 ? 'the marked field.' : "the $count marked fields.") . '</p>';
    }

    private function field(string $name, string $label, string $control, string $class = ''): string
    {
        $error = isset($this->entry->errors[$name]) ? "<p class=\"error\" id=\"$name-error\">" . Html::text($this->entry->errors[$name]) . '</p>' : '';
        return "<div class=\"field $class\"><label for=\"$name\">$label</label>$control$error</div>";
    }

    private function state(string $name): string
    {
        if (!isset($this->entry->errors[$name])) {
            return '';
        }
        $focus = $this->hasFocus ? '' : ' autofocus';
        $this->hasFocus = true;
        return " aria-invalid=\"true\" aria-describedby=\"$name-error\"$focus";
    }
}
