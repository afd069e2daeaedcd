<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** Chooses the faults to try, from the length of an undisturbed attempt. */
final class Campaign
{
    private const SAMPLES_PER_PHASE = 3;

    /**
     * @param array<string, array<string, array<string, list<string>>>> $layouts the phase of each byte, by transport, connection, and
     *     Fault::where
     * @return list<Fault>
     */
    public static function whole(array $layouts): array
    {
        $faults = self::withoutByte();
        foreach (self::bytes($layouts) as [$transport, $connection, $where, $phases]) {
            foreach ($phases as $at => $phase) {
                // Every byte of the attempt itself gets a cut and one other fault; every byte of the much longer handshake gets one fault.
                $turn = Fault::KINDS[$at % 5];
                foreach ($phase === 'TLS handshake' ? [$turn] : array_unique(['cut', $turn]) as $kind) {
                    $faults[] = new Fault($transport, $connection, $where, $kind, $at, intdiv($at, 5) % 2 === 1);
                }
            }
            array_push($faults, ...self::end($transport, $connection, $where, array_key_last($phases) + 1));
        }
        return array_filter($faults, self::doesHarm(...));
    }

    /**
     * Always the same faults: a few bytes of every phase, with every kind.
     * @param array<string, array<string, array<string, list<string>>>> $layouts
     * @return list<Fault>
     */
    public static function sample(array $layouts): array
    {
        $faults = array_values(array_filter(self::withoutByte(), fn (Fault $fault): bool => $fault->where !== 'frame' || self::isSampled($fault->kind)));
        foreach (self::bytes($layouts) as [$transport, $connection, $where, $phases]) {
            foreach (array_unique($phases) as $phase) {
                $bytes = array_keys($phases, $phase, true);
                for ($sample = 0; $sample < self::SAMPLES_PER_PHASE; $sample++) {
                    $at = $bytes[intdiv((count($bytes) - 1) * $sample, self::SAMPLES_PER_PHASE - 1)];
                    foreach (Fault::KINDS as $kind) {
                        $faults[] = new Fault($transport, $connection, $where, $kind, $at, $sample === 1);
                    }
                }
            }
            array_push($faults, ...self::end($transport, $connection, $where, array_key_last($phases) + 1));
        }
        return array_filter(array_unique($faults), self::doesHarm(...));
    }

    /** Before the first byte there is nothing to duplicate. */
    private static function doesHarm(Fault $fault): bool
    {
        return $fault->kind !== 'duplicate' || $fault->at > 0;
    }

    private static function isSampled(string $frame): bool
    {
        return (bool) preg_match('~^reset-.*-(none|internal|refused)$|^goaway-whole-none-|^goaway-byte-.*-close$~', $frame);
    }

    /** After the last byte the whole request, or the whole response, was passed on. */
    private static function end(string $transport, string $connection, string $where, int $length): array
    {
        $kinds = array_diff(Fault::KINDS, ['corrupt']);
        return array_map(fn (string $kind): Fault => new Fault($transport, $connection, $where, $kind, $length), array_values($kinds));
    }

    /** @return list<Fault> */
    private static function withoutByte(): array
    {
        $faults = [];
        foreach (Fault::TRANSPORTS as $transport) {
            $names = ['fresh' => ['connect' => Scene::CONNECT], 'kept' => ['idle' => Scene::idle($transport)]];
            if ($transport === 'h2') {
                $names['fresh']['frame'] = $names['kept']['frame'] = Scene::frames();
            }
            foreach ($names as $connection => $places) {
                foreach ($places as $where => $kinds) {
                    array_push($faults, ...array_map(fn (string $kind): Fault => new Fault($transport, $connection, $where, $kind), $kinds));
                }
            }
        }
        return $faults;
    }

    /** @return Generator<array{string, string, 'up'|'down'|'refusal', array<int, string>}> */
    private static function bytes(array $layouts): Generator
    {
        foreach ($layouts as $transport => $connections) {
            foreach ($connections as $connection => $places) {
                foreach ($places as $where => $phases) {
                    yield [$transport, $connection, $where, $where === 'refusal' ? array_filter($phases, self::isOfResponse(...)) : $phases];
                }
            }
        }
    }

    /** Before it, a refusal looks like any other response. */
    private static function isOfResponse(string $phase): bool
    {
        return !in_array($phase, ['TLS handshake', 'HTTP/2 control'], true);
    }
}
