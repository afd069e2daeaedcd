<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** Generated from cotp_form_fields.h by tools/generate-docs. */
final class FormFields
{
    /** The rule of each field of a send request by its name. */
    public const RULES = [
        'BookerId' => 'REQUIRED_NAME',
        'RecipientEmail' => 'EMAIL',
        'RecipientPhone' => 'PHONE',
        'CallbackUrl' => 'URL',
        'CardUri' => 'CARD_URI',
        'RecipientName' => 'NAME',
        'BookerName' => 'NAME',
        'Language' => 'LANGUAGE',
        'Css' => 'NAME',
        'Amount' => 'AMOUNT',
        'Currency' => 'CURRENCY',
        'CustomerSupportLink' => 'URL',
        'CustomerSupportLinkText' => 'NAME',
        'CustomerSupportEmail' => 'EMAIL',
        'CustomerSupportPhone' => 'SHOWN_PHONE',
        'ThreeDs' => 'BOOLEAN',
        'merchantName' => 'NAME',
        'HeaderText' => 'FREE_TEXT',
        'FooterText' => 'FREE_TEXT',
        'Template' => 'NAME',
    ];
}
