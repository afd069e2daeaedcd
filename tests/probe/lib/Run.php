<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

use Generator;
use RuntimeException;

/** One variant, probed from start to end. */
final class Run
{
    public function __construct(private string $root, private string $extension, private Variation $variation)
    {
    }

    /** @return Generator<int, null, null, list<string>> pauses while it waits; returns the faults */
    public function faults(string $folder): Generator
    {
        try {
            $scene = new Scene($this->root, $this->extension, $this->variation, $folder);
            yield from $scene->start();
            $probe = $scene->probe();
            yield from $scene->play($probe);
            $scene->guest->requireService();
            $scene->keep();
        } catch (RuntimeException $fault) {
            return [$fault->getMessage()];
        }
        return [
            ...$scene->loadingFault(),
            ...(new Audit($this->variation))->faults($scene->result($probe), $scene->guest->messages(), $scene->secrets()),
        ];
    }
}
