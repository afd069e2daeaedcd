--TEST--
An exception that is made in an observer or in an error handler shows no secret of the call in progress
--EXTENSIONS--
cotp
--INI--
zend.exception_ignore_args=0
zend.exception_string_param_max_len=1000000
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../peer/peer.inc';
require __DIR__ . '/secrets.inc';

$looked = 0;
/** Searches an exception, and reports only what it finds. */
function look(string $where, Throwable $exception): void
{
    global $looked;
    $looked++;
    ob_start();
    searchException($where, $exception);
    ob_start();
    debug_zval_dump($exception->getTrace());
    search("$where debug_zval_dump of the trace", (string) ob_get_clean());
    search("$where var_export of the trace", var_export($exception->getTrace(), true));
    preg_match_all('/^.*LEAKS.*$/m', (string) ob_get_clean(), $leaks);
    array_map(fn (string $leak) => print("$leak\n"), $leaks[0]);
}

$calls = [
    'send' => fn ($cotp) => $cotp->send(plantedForm()),
    'send by phone' => fn ($cotp) => $cotp->send(plantedForm(true)),
    'sendMany' => fn ($cotp) => $cotp->sendMany([plantedForm(), plantedForm(true)]),
    'retrieve' => fn ($cotp) => $cotp->retrieve('abc'),
    'retrieveMany' => fn ($cotp) => $cotp->retrieveMany(['abc', 'def']),
    'await' => fn ($cotp) => $cotp->await('abc', 1.0),
    'delete' => fn ($cotp) => $cotp->delete('abc'),
    'authenticate' => fn ($cotp) => $cotp->authenticate(),
    'setRetention' => fn ($cotp) => $cotp->setRetention(CARD_URI, new CotpRetention(new DateTimeImmutable('+1 day'))),
    'getRetention' => fn ($cotp) => $cotp->getRetention(CARD_URI),
    'deleteRetention' => fn ($cotp) => $cotp->deleteRetention(CARD_URI),
    'clearCvv' => fn ($cotp) => $cotp->clearCvv(CARD_URI),
    'deleteCard' => fn ($cotp) => $cotp->deleteCard(CARD_URI),
];
$peer = Peer::start(default: Peer::json(200, ['RequestID' => 'abc', 'LastNotifiedStatus' => 'CardStored', 'CardUri' => CARD_URI],
    ['Location: /api/cardrequest/xyz']));
foreach ($calls as $name => $call) {
    $observer = function (CotpAttempt $attempt) use ($name): void {
        look("observer of $name", new LogicException('seen'));
        throw new LogicException('thrown');
    };
    set_error_handler(function () use ($name): bool {
        look("error handler of $name", new ErrorException('warned'));
        return true;
    });
    try {
        $call(plantedRequest("$peer->url/api", retries: 0, proxy: plantedProxy($peer->port), observer: $observer));
        $call(plantedRequest("$peer->url/api", retries: 0, observer: $observer));
    } catch (CotpException $exception) {
        look("exception of $name", $exception);
    }
}

// A date may be an object of the caller.
final class Late extends DateTimeImmutable
{
    #[ReturnTypeWillChange]
    public function getTimestamp()
    {
        look('date', new LogicException('asked'));
        return parent::getTimestamp();
    }
}
plantedRequest("$peer->url/api")->setRetention(CARD_URI, new CotpRetention(new Late('+1 day')));
echo "$looked exceptions looked at\n";
?>
--EXPECTF--
%d exceptions looked at
