<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The result of one attempt to deliver a callback. */
enum DeliveryResult
{
    case Delivered;
    case Failed;
    /** The target is not allowed, so a retry is useless. */
    case Refused;
}
