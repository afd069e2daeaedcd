<?php
declare(strict_types=1);

/** What a play of a fault shows, as Stage::play() tells it. */
final class Judge
{
    private const GRACE = 0.5;      // seconds that a call may take beyond its timeout
    private const ANSWER = ['response headers', 'response body'];
    private const CALLS = ['first' => 'the call before', 'struck' => 'the call', 'late' => 'the call after', 'next' => 'the undisturbed call'];

    /**
     * What must never be, whatever the machine's load.
     * @param array<string, mixed> $play
     * @return list<string>
     */
    public static function untruths(array $play): array
    {
        if (($play['first']['did'] ?? 'success') !== 'success') {
            return []; // the scene was not set: the fault may have met another call
        }
        $did = $play['struck']['did'];
        $times = count($play['processed']['struck']);
        $isAnswered = $did === 'success' || $did === 'Answered';
        $untruths = array_keys(array_filter([
            'NotSent, though it was processed' => $did === 'NotSent' && $times > 0,
            'NotSent, though a part of its body arrived' => $did === 'NotSent' && $times === 0 && $play['bodyBytes'] > 0,
            'answered, though it was not processed' => $did === 'Answered' && $times === 0,
            'answered, though no whole answer was passed on' => $isAnswered && self::answerWasSpoilt($play),
        ]));
        foreach (self::CALLS as $call => $name) {
            $times = count($play['processed'][$call]);
            $untruths[] = $times > 1 ? "$name was processed $times times" : null;
            $untruths[] = self::hasWrongId($play, $call) && !($call === 'struck' && self::isLimitOfPlainHttp($play)) ? "$name got another request's id" : null;
        }
        return array_values(array_filter($untruths));
    }

    /**
     * What a machine that is too busy may also cause: to be tried again.
     * @param array<string, mixed> $play
     * @return list<string>
     */
    public static function doubts(array $play): array
    {
        $doubts = [];
        foreach (self::CALLS as $call => $name) {
            $isLong = ($play[$call]['seconds'] ?? 0) > Stage::TIMEOUT + self::GRACE;
            $doubts[] = $isLong ? "$name took longer than the timeout and " . self::GRACE . ' s' : null;
        }
        $doubts[] = $play['struck']['did'] === 'Unknown' && !$play['hasLeft'] ? 'Unknown, though nothing was sent' : null;
        $doubts[] = ($play['first']['did'] ?? 'success') !== 'success' ? 'the call before it failed' : null;
        $doubts[] = $play['next']['did'] !== 'success' ? 'the undisturbed call after it failed' : null;
        return array_values(array_filter($doubts));
    }

    /** Whether the same fault is worth another play. An untruth is none the less one. */
    public static function isDoubtful(array $play): bool
    {
        return self::untruths($play) === [] && (!$play['isStruck'] || self::doubts($play) !== []);
    }

    /** Without TLS nobody can tell that the network changed an answer. */
    public static function isLimitOfPlainHttp(array $play): bool
    {
        $fault = Fault::parse($play['fault']);
        return self::hasWrongId($play, 'struck') && count($play['processed']['struck']) === 1
            && $fault->transport === 'plain' && $fault->where === 'down' && in_array($fault->kind, ['corrupt', 'repeat'], true);
    }

    private static function hasWrongId(array $play, string $call): bool
    {
        return ($play[$call]['did'] ?? '') === 'success' && !in_array($play[$call]['id'], $play['processed'][$call], true);
    }

    private static function answerWasSpoilt(array $play): bool
    {
        $fault = Fault::parse($play['fault']);
        $isSeen = in_array($fault->kind, ['cut', 'reset', 'stall'], true) || $fault->transport !== 'plain';
        return $isSeen && $fault->where === 'down' && in_array($play['phase'], self::ANSWER, true) && $play['isFromStruckConnection'];
    }
}
