--TEST--
An exception from an observer becomes a warning without its text, and never costs the result
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
require __DIR__ . '/../peer/peer.inc';
class Loud extends Exception
{
    public function __destruct()
    {
        throw new LogicException('from a destructor');
    }
}
$peer = Peer::start(default: Peer::respond(201, ['Location: /api/cardrequest/{request}']));
$form = new CotpForm('hotel-42', 'guest@example.com');
$send = fn (Closure $observer) => (new CotpRequest('key', "$peer->url/api", observer: $observer))->send($form);

var_dump($send(fn () => throw new DomainException('secret')));
var_dump($send(fn () => throw new class extends Exception {}));
var_dump($send(fn () => intdiv(1, 0)));
var_dump($send(fn (int $wrong) => 1));

// An error handler that throws, as in many frameworks, changes nothing.
set_error_handler(fn (int $level, string $text) => throw new ErrorException($text));
var_dump($send(fn () => throw new DomainException('secret')));
set_error_handler(function (int $level, string $text) {
    echo "handler: $text\n";
    return true;
});
var_dump($send(fn () => throw new DomainException('secret')));
var_dump($send(fn () => throw new Loud()));
?>
--EXPECTF--
Warning: CotpRequest::send(): The observer threw DomainException in %s on line %d
string(6) "000001"

Warning: CotpRequest::send(): The observer threw Exception@anonymous in %s on line %d
string(6) "000002"

Warning: CotpRequest::send(): The observer threw DivisionByZeroError in %s on line %d
string(6) "000003"

Warning: CotpRequest::send(): The observer threw TypeError in %s on line %d
string(6) "000004"
string(6) "000005"
handler: CotpRequest::send(): The observer threw DomainException
string(6) "000006"
handler: CotpRequest::send(): The observer threw Loud
string(6) "000007"
