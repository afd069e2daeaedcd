<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** 401 or 403: the key is wrong, or it lacks the permission. */
class CotpAuthenticationException extends CotpApiException
{
}
