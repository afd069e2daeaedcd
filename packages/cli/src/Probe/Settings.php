<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/** How a run behaves. */
final readonly class Settings
{
    public function __construct(
        public Tester $tester,
        public string $folder,
        public float $wait,
        public ?string $bookerId = null,
        public ?string $callbackUrl = null,
        public ?string $callbackListen = null,
    ) {
    }
}
