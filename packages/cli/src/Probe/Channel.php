<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/** How the tester is reached. */
enum Channel
{
    case Email;
    case Sms;

    /** Returns the wire key of the destination. */
    public function destination(): string
    {
        return $this === self::Email ? 'form.email' : 'form.phone';
    }

    /** Returns the wire key of the value that selects this channel. */
    public function delivery(): string
    {
        return $this === self::Email ? 'delivery.email' : 'delivery.sms';
    }

    public function other(): self
    {
        return $this === self::Email ? self::Sms : self::Email;
    }
}
