--TEST--
A send whose response is lost on a kept connection reaches the service once, and its outcome is unknown
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$ends = ['close' => Peer::close(), 'reset' => Peer::reset()];
$streamEnds = [
    'refused stream' => Peer::refuse(),
    'broken stream' => Peer::refuse(Peer::INTERNAL_ERROR),
    'go away' => Peer::goAway(),
    'go away in anger' => Peer::goAway(Peer::ENHANCE_YOUR_CALM),
];
foreach (WAYS as $way => $arguments) {
    foreach ($way === 'HTTP/2' ? $ends + $streamEnds : $ends as $name => $end) {
        $peer = Peer::start([created('first'), $end, created('third')], ...$arguments);
        $attempts = [];
        $cotp = client($peer, retries: 3, observer: function (CotpAttempt $attempt) use (&$attempts) {
            $attempts[] = $attempt->attempt . ($attempt->reused ? ' reused' : ' new');
        });
        $cotp->send(form('booker-one'));
        $failure = failure(fn () => $cotp->send(form('booker-two')));
        printf(
            "%s, %s: %s, processed %d time, attempts: %s, %s, then %s\n",
            $way,
            $name,
            outcome(fn () => throw $failure),
            processed($peer, 'booker-two'),
            implode(', ', array_slice($attempts, 1)),
            preg_match('/wait for the callback, or ask the guest, before you send again/i', $failure->getMessage()) ? 'advice' : 'NO ADVICE',
            outcome(fn () => $cotp->send(form('booker-three'))),
        );
    }
}
?>
--EXPECT--
HTTP/1.1, close: CotpOutcomeUnknownException Unknown, processed 1 time, attempts: 1 reused, advice, then third
HTTP/1.1, reset: CotpOutcomeUnknownException Unknown, processed 1 time, attempts: 1 reused, advice, then third
HTTP/1.1 over TLS, close: CotpOutcomeUnknownException Unknown, processed 1 time, attempts: 1 reused, advice, then third
HTTP/1.1 over TLS, reset: CotpOutcomeUnknownException Unknown, processed 1 time, attempts: 1 reused, advice, then third
HTTP/2, close: CotpOutcomeUnknownException Unknown, processed 1 time, attempts: 1 reused, advice, then third
HTTP/2, reset: CotpOutcomeUnknownException Unknown, processed 1 time, attempts: 1 reused, advice, then third
HTTP/2, refused stream: CotpOutcomeUnknownException Unknown, processed 1 time, attempts: 1 reused, advice, then third
HTTP/2, broken stream: CotpOutcomeUnknownException Unknown, processed 1 time, attempts: 1 reused, advice, then third
HTTP/2, go away: CotpOutcomeUnknownException Unknown, processed 1 time, attempts: 1 reused, advice, then third
HTTP/2, go away in anger: CotpOutcomeUnknownException Unknown, processed 1 time, attempts: 1 reused, advice, then third
