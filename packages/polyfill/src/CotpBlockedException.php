<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** 426: the account's user is blocked. */
class CotpBlockedException extends CotpApiException
{
}
