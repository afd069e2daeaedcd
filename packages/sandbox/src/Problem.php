<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** What is wrong with one field of the guest's form. Each is a text of resources/languages. */
enum Problem: string
{
    case NumberMissing = 'number_missing';
    case NumberInvalid = 'number_invalid';
    case NumberNotTest = 'number_not_test';
    case ExpiryMissing = 'expiry_missing';
    case ExpiryInvalid = 'expiry_invalid';
    case ExpiryPast = 'expiry_past';
    case CodeMissing = 'code_missing';
    /** The card is unknown, and with it the length of its code. */
    case CodeInvalid = 'code_invalid';
    case CodeNot3Digits = 'code_invalid_3';
    case CodeNot4Digits = 'code_invalid_4';
}
