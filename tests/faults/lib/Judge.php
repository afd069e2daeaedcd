<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** Judges a play of a fault, as returned by Stage::play(). */
final class Judge
{
    private const GRACE = 0.5;      // seconds that a call may take beyond its timeout
    private const CALLS = ['first' => 'the call before', 'hit' => 'the call', 'late' => 'the call after', 'next' => 'the undisturbed call'];

    /**
     * Returns what must never happen, whatever the load of the machine.
     * @param array<string, mixed> $play
     * @return list<string>
     */
    public static function untruths(array $play): array
    {
        if (($play['first']['did'] ?? 'success') !== 'success') {
            return []; // the preparation failed: the fault may have hit another call
        }
        $did = $play['hit']['did'];
        $times = count($play['processed']['hit']);
        $hasResponse = $did === 'success' || $did === 'Answered';
        $untruths = array_keys(array_filter([
            'NotSent, though a part of its body arrived' => $did === 'NotSent' && $times === 0 && $play['bodyBytes'] > 0,
            'Answered, though it was not processed' => $did === 'Answered' && $times === 0,
            'Answered, though no whole response was passed on' => $hasResponse && $play['responses'] === 0 && !Fault::parse($play['fault'])->isUnseenByClient(),
        ]));
        foreach (self::CALLS as $call => $name) {
            $times = count($play['processed'][$call]);
            $untruths[] = $times > 0 && ($play[$call]['did'] ?? '') === 'NotSent' ? "$name was processed, though NotSent" : null;
            $untruths[] = $times > 1 ? "$name was processed $times times" : null;
            $untruths[] = self::hasWrongId($play, $call) && !($call === 'hit' && self::isLimitOfPlainHttp($play)) ? "$name got an id that was not given to it" : null;
        }
        return array_values(array_filter($untruths));
    }

    /**
     * Returns what a busy machine may also cause. Such plays are tried again.
     * @param array<string, mixed> $play
     * @return list<string>
     */
    public static function doubts(array $play): array
    {
        $fault = Fault::parse($play['fault']);
        $doubts = [];
        foreach (self::CALLS as $call => $name) {
            $isLong = ($play[$call]['seconds'] ?? 0) > Stage::TIMEOUT + self::GRACE;
            $doubts[] = $isLong ? "$name took longer than the timeout and " . self::GRACE . ' s' : null;
        }
        $isUnknown = $play['hit']['did'] === 'Unknown';
        $doubts[] = $isUnknown && !$play['wasSent'] ? 'Unknown, though nothing was sent' : null;
        $isHarmless = $fault->isAtByte() && $fault->way() === 'down' && $fault->kind !== 'reset'; // a reset may overtake earlier bytes
        $doubts[] = $isUnknown && $play['responses'] > 0 && $isHarmless ? 'Unknown, though its whole response was passed on' : null;
        $doubts[] = $play['late']['did'] !== 'success' && !self::isNextRightlyUnknown($play) ? 'the call after it failed' : null;
        $doubts[] = ($play['first']['did'] ?? 'success') !== 'success' ? 'the call before it failed' : null;
        $doubts[] = $play['next']['did'] !== 'success' ? 'the undisturbed call after it failed' : null;
        return array_values(array_filter($doubts));
    }

    /**
     * The next call must work, unless the client cannot notice in time that the kept connection is useless:
     * - the connection stalled after the complete response;
     * - bytes that the client sent after its request (an HTTP/2 acknowledgement) were changed, which ends the connection, and the
     *   next call may be sent before the client notices;
     * - over HTTP/2, the peer announced that it accepts no request for now.
     * Such a call is Unknown, the connection is dropped, and the call after it must work.
     */
    private static function isNextRightlyUnknown(array $play): bool
    {
        $fault = Fault::parse($play['fault']);
        $hasResponse = $fault->isAtByte() && $play['responses'] > 0;
        return $play['late']['did'] === 'Unknown' && match ($fault->kind) {
            'stall' => $hasResponse,
            'corrupt', 'duplicate' => $hasResponse && $fault->transport === 'h2' && $fault->where === 'up',
            'no-streams' => true,
            default => false,
        };
    }

    /** Whether the fault should be played again. An untruth counts in any case. */
    public static function isDoubtful(array $play): bool
    {
        return self::untruths($play) === [] && (!$play['isHit'] || self::doubts($play) !== []);
    }

    /** Without TLS nobody can notice that the network changed a response. */
    public static function isLimitOfPlainHttp(array $play): bool
    {
        $fault = Fault::parse($play['fault']);
        return self::hasWrongId($play, 'hit') && count($play['processed']['hit']) === 1 && $fault->where === 'down' && $fault->isUnseenByClient();
    }

    private static function hasWrongId(array $play, string $call): bool
    {
        return ($play[$call]['did'] ?? '') === 'success' && !in_array($play[$call]['id'], $play['processed'][$call], true);
    }
}
