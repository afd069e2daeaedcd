<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** Judges what happened to forms that were sent through an egress proxy. */
final class EgressJudge
{
    /** What both configurations say if the service was not reached. */
    private const UNREACHED = 'egress proxy: the service was not reached';
    private const WRONG_ID = 'got an id that was not given to it';
    private const CALLS = ['first', 'hit', 'late', 'next'];

    /**
     * Returns what must never happen to one form.
     * @param array{did: string, id: ?string, text: string} $report of the client
     * @param list<?string> $ids that the service gave when it processed the form
     * @return list<string>
     */
    public static function untruths(array $report, array $ids): array
    {
        $times = count($ids);
        return array_keys(array_filter([
            'processed twice' => $times > 1,
            'NotSent, though processed' => $report['did'] === 'NotSent' && $times > 0,
            'reported as not sent by the proxy, though processed' => str_contains($report['text'], self::UNREACHED) && $times > 0,
            self::WRONG_ID => $report['did'] === 'success' && !in_array($report['id'], $ids, true),
        ]));
    }

    /**
     * The same for a play of the campaign of faults.
     * @param array<string, mixed> $play
     * @return list<string>
     */
    public static function untruthsOfPlay(array $play): array
    {
        $untruths = [];
        foreach (self::CALLS as $call) {
            foreach ($play[$call] === null ? [] : self::untruths($play[$call], $play['processed'][$call]) as $untruth) {
                $untruths[] = $untruth === self::WRONG_ID && self::isLimit($play) ? null : "$call: $untruth";
            }
        }
        return array_values(array_filter($untruths));
    }

    /**
     * Whether a call got a wrong id because of a response that nobody had asked for. If it arrives just before the request, the
     * proxy takes it for the response: cotp looks at its own connection only (SECURITY.md).
     * @param array<string, mixed> $play
     */
    public static function isLimit(array $play): bool
    {
        $fault = Fault::parse($play['fault']);
        return $fault->where === 'idle' && str_starts_with($fault->kind, 'response') && $play['hit']['did'] === 'success'
            && !in_array($play['hit']['id'], $play['processed']['hit'], true);
    }

    /**
     * Whether a play should be repeated: the fault was not reached, or a call failed that nothing disturbed.
     * @param array<string, mixed> $play
     */
    public static function isDoubtful(array $play): bool
    {
        return self::untruthsOfPlay($play) === [] && (!$play['isHit'] || self::failures($play) !== []);
    }

    /**
     * @param array<string, mixed> $play
     * @return list<string>
     */
    public static function failures(array $play): array
    {
        return array_keys(array_filter([
            'the call before it failed' => ($play['first']['did'] ?? 'success') !== 'success',
            'the undisturbed call after it failed' => $play['next']['did'] !== 'success',
        ]));
    }
}
