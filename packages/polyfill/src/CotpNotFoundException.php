<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** 404: the request or the card does not exist. */
class CotpNotFoundException extends CotpApiException
{
}
