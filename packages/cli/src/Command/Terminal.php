<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

/** Whether a person sits at the other end. */
class Terminal
{
    public function isInteractive(): bool
    {
        return defined('STDIN') && stream_isatty(STDIN);
    }
}
