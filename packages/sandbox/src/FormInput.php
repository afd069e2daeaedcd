<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/**
 * One field of the guest's form: label, hint, what is wrong, input.
 *
 * The tokens of `autocomplete` let a phone's wallet or camera fill the field in, and tell assistive technology its purpose. A browser
 * stores a card only if the guest agrees, whatever the page says. The form itself does not have autocomplete="off": by the HTML
 * standard a token overrides it, but some browsers take it as "no wallet here". There is no maxlength, because it would cut off pasted
 * and filled-in values without a word; and no type="password", because password managers would store the code.
 */
final class FormInput
{
    /** An example of an expiry date, as on a card. */
    public const EXAMPLE = '12/39';

    /** Attributes of each input. spellcheck: some browsers send what is typed to a service that checks its spelling. */
    private const ATTRIBUTES = [
        'card_number' => 'autocomplete="cc-number" enterkeyhint="next"',
        'expiry' => 'autocomplete="cc-exp" enterkeyhint="next"',
        'security_code' => 'autocomplete="cc-csc" enterkeyhint="send"',
    ];

    /** @param string $hint HTML, or '' */
    public static function html(Language $language, string $name, string $label, string $hint, ?Problem $problem, bool $isFirst, string $value = ''): string
    {
        $describedBy = [];
        $above = '';
        if ($hint !== '') {
            $describedBy[] = "$name-hint";
            $above .= "<p class=\"hint\" id=\"$name-hint\">$hint</p>";
        }
        if ($problem !== null) {
            array_unshift($describedBy, "$name-problem");
            $above .= "<p class=\"problem\" id=\"$name-problem\">" . self::problem($language, $problem) . '</p>';
        }
        $attributes = self::ATTRIBUTES[$name]
            . ($describedBy === [] ? '' : ' aria-describedby="' . implode(' ', $describedBy) . '"')
            . ($problem === null ? '' : ' aria-invalid="true"')
            . ($isFirst ? ' autofocus' : '')
            . ($value === '' ? '' : ' value="' . Html::text($value) . '"');
        return "<div class=\"field $name\"><label for=\"$name\">" . $language->html($label) . "</label>$above"
            . "<input id=\"$name\" name=\"$name\" dir=\"ltr\" inputmode=\"numeric\" spellcheck=\"false\" required $attributes></div>\n";
    }

    public static function problem(Language $language, Problem $problem): string
    {
        return $language->html($problem->value, ['example' => self::EXAMPLE]);
    }
}
