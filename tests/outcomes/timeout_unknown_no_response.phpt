--TEST--
A timeout after the request was sent: the outcome is unknown, also for an operation that may be retried
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$half = Peer::cut(Peer::json(200, ['RequestID' => 'abc', 'LastNotifiedStatus' => 'FormViewed']), 10, 'stall');
foreach (WAYS as $way => $arguments) {
    foreach ($way === 'HTTP/2' ? ['half a response' => $half] : ['no response' => Peer::stall()] as $name => $stall) {
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
HTTP/1.1, no response: CotpOutcomeUnknownException Unknown 1, then third, CotpTimeoutException Unknown retryable [abc] 4
HTTP/1.1 over TLS, no response: CotpOutcomeUnknownException Unknown 1, then third, CotpTimeoutException Unknown retryable [abc] 4
HTTP/2, half a response: CotpOutcomeUnknownException Unknown 1, then third, CotpTimeoutException Unknown retryable [abc] 4
