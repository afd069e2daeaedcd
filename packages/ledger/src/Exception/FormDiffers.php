<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** The question was asked with a different form, so the second form was not sent. */
final class FormDiffers extends Refused
{
}
