--TEST--
An exception from an observer becomes a warning without its text, and the result of the call is kept
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$peer = Peer::start([created('one'), created('two'), refusal(400, -125), Peer::respond(503), state('abc')]);
$cotp = client($peer, retries: 1, observer: function () {
    throw new DomainException('guest@example.com');
});
echo $cotp->send(form()), "\n";
set_error_handler(function (int $level, string $message) {
    throw new ErrorException($message);
});
echo $cotp->send(form()), "\n";
restore_error_handler();
echo outcome(fn () => $cotp->send(form())), "\n";
echo outcome(fn () => $cotp->retrieve('abc')), "\n";
?>
--EXPECTF--
Warning: CotpRequest::send(): The observer threw DomainException in %s on line %d
one
two

Warning: CotpRequest::send(): The observer threw DomainException in %s on line %d
CotpInvalidRequestException Answered 400 -125

Warning: CotpRequest::retrieve(): The observer threw DomainException in %s on line %d

Warning: CotpRequest::retrieve(): The observer threw DomainException in %s on line %d
abc MessageQueued
