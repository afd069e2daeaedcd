<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Symfony\Component\Console\Style\SymfonyStyle;

final readonly class SampleRun
{
    public function __construct(private Terminal $terminal)
    {
    }

    public function run(string $file, string $folder, SymfonyStyle $io): int
    {
        return 1;
    }
}
