<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** A late process sent a message for an attempt that another process had taken over. */
final class Superseded extends Refused
{
}
