<?php
declare(strict_types=1);

namespace CotpSandbox;

/** How one attempt to deliver a callback ended. */
enum DeliveryResult
{
    case Delivered;
    case Failed;
    /** The target is not allowed; trying again would change nothing. */
    case Refused;
}
