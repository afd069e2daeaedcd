<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

/** The languages in which a guest can be asked, with their own names. PCI Booking uses English for one that it does not know. */
final class Languages
{
    public const DEFAULT = 'EN';
    /** ISO 639-1 */
    public const NAMES = [
        'AR' => 'العربية', 'CS' => 'čeština', 'DE' => 'Deutsch', 'EL' => 'Ελληνικά', 'EN' => 'English', 'ES' => 'español', 'FR' => 'français',
        'HE' => 'עברית', 'IT' => 'italiano', 'JA' => '日本語', 'NL' => 'Nederlands', 'PL' => 'polski', 'PT' => 'português', 'RU' => 'русский',
        'TR' => 'Türkçe', 'ZH' => '中文',
    ];
}
