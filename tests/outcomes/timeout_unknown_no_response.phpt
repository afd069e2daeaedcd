--TEST--
Time that is up after the request left: a send's outcome is unknown, and so is that of an operation that may be repeated
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/transport.inc';

$half = Peer::cut(Peer::json(200, ['RequestID' => 'abc', 'LastNotifiedStatus' => 'FormViewed']), 10, 'stall');
foreach (WAYS as $way => $arguments) {
    foreach ($way === 'HTTP/2' ? ['half an answer' => $half] : ['no answer' => Peer::stall()] as $name => $stall) {
        $peer = Peer::start([created('first'), $stall, created('third'), $stall], ...$arguments);
        $patient = client($peer);
        $hasty = client($peer, timeout: 1.0, retries: 3);
        $patient->send(form());
        echo "$way, $name: ", outcome(fn () => $hasty->send(form('booker-two'))), ' ', processed($peer, 'booker-two');
        echo ', then ', outcome(fn () => $patient->send(form()));
        echo ', ', outcome(fn () => $hasty->retrieve('abc')), ' ', count($peer->requests()), "\n";
    }
}
?>
--EXPECT--
HTTP/1.1, no answer: CotpOutcomeUnknownException Unknown 1, then third, CotpTimeoutException Unknown retryable [abc] 4
HTTP/1.1 over TLS, no answer: CotpOutcomeUnknownException Unknown 1, then third, CotpTimeoutException Unknown retryable [abc] 4
HTTP/2, half an answer: CotpOutcomeUnknownException Unknown 1, then third, CotpTimeoutException Unknown retryable [abc] 4
