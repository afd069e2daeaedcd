--TEST--
A signal handler that throws ends a batch: no more is sent, requests that were sent are awaited, and no id is lost
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** Calls $handler while the peer delays that many requests. */
function when_held(Peer $peer, int $held, callable $handler): void
{
    pcntl_signal(SIGALRM, function () use ($peer, $held, $handler) {
        $waiting = array_filter($peer->requests(), fn ($request) => $request['waiting'] !== null);
        pcntl_alarm(1);
        if (count($waiting) >= $held) {
            $handler();
        }
    });
    pcntl_alarm(1);
}

/** The first three requests are in progress together and arrive in any order, so the test ignores which response each of them got. */
function show(array $results): void
{
    pcntl_alarm(0); // the handler would throw outside of a batch, or interrupt the end of its peer
    $lines = [];
    foreach ($results as $result) {
        $line = match (true) {
            is_string($result) => "sent $result",
            $result instanceof CotpState => $result->status->name,
            default => outcome(fn () => throw $result),
        };
        for ($previous = $result instanceof Exception ? $result->getPrevious() : null; $previous; $previous = $previous->getPrevious()) {
            $line .= ' <- ' . $previous->getMessage();
        }
        $lines[] = $line;
    }
    $begun = preg_replace('/ \[[abc]\]/', '', array_splice($lines, 0, 3));
    sort($begun);
    echo '  ', implode(' ', array_keys($results)), "\n  ", implode("\n  ", [...$begun, ...$lines]), "\n";
}
pcntl_async_signals(true);
$forms = ['a' => form('a'), 'b' => form('b'), 'c' => form('c'), 'd' => form('d'), 'e' => form('e')];
set_error_handler(function (int $level, string $message) {
    echo "  warning: $message\n";
    throw new ErrorException('the result must not be lost to this');
});
foreach (['HTTP/1.1' => [], 'HTTP/2' => ['tls' => true, 'alpn' => 'h2']] as $way => $settings) {
    echo "$way: thrown once, 429 is not retried\n";
    $responses = [created('one'), Peer::after('go', created('two')), Peer::after('go', refusal(429, 0))];
    $peer = Peer::start($responses, ...$settings);
    when_held($peer, 2, function () use ($peer) {
        $peer->release('go');
        throw new LogicException('enough');
    });
    $results = client($peer, retries: 5)->sendMany($forms, 2);
    if ($results['c'] === 'two') {   // two requests that are sent at once may arrive in either order
        [$results['b'], $results['c']] = [$results['c'], $results['b']];
    }
    show($results);
    echo '  ', count($peer->processed()), " processed\n";

    echo "$way: thrown twice\n";
    $peer = Peer::start([created('one')], ...$settings + ['default' => Peer::after('never', created('two'))]);
    $thrown = 0;
    when_held($peer, 2, function () use (&$thrown) {
        throw new LogicException(++$thrown === 1 ? 'enough' : 'at once');
    });
    show(client($peer)->sendMany($forms, 2));
    echo '  ', count($peer->processed()), " processed\n";

    echo "$way: thrown when all have begun\n";
    $peer = Peer::start([created('one'), Peer::after('go', created('two'))], ...$settings);
    when_held($peer, 1, function () use ($peer) {
        $peer->release('go');
        throw new LogicException('enough');
    });
    show(client($peer)->sendMany(['a' => form('a'), 'b' => form('b')], 1));

    echo "$way: retrieves\n";
    $peer = Peer::start([Peer::mirror()], ...$settings + ['default' => Peer::after('never', state('x'))]);
    when_held($peer, 2, fn () => throw new LogicException('enough'));
    show(client($peer)->retrieveMany(['a', 'b', 'c', 'd'], 2));
}
pcntl_alarm(0);
?>
--EXPECT--
HTTP/1.1: thrown once, 429 is not retried
  a b c d e
  CotpRateLimitException Answered 429 retryable
  sent one
  sent two
  CotpTransportException NotSent retryable <- enough
  CotpTransportException NotSent retryable <- enough
  3 processed
HTTP/1.1: thrown twice
  a b c d e
  CotpOutcomeUnknownException Unknown <- at once <- enough
  CotpOutcomeUnknownException Unknown <- at once <- enough
  sent one
  CotpTransportException NotSent retryable <- at once <- enough
  CotpTransportException NotSent retryable <- at once <- enough
  3 processed
HTTP/1.1: thrown when all have begun
  warning: CotpRequest::sendMany(): A signal handler threw LogicException
  a b
  sent one
  sent two
HTTP/1.1: retrieves
  0 1 2 3
  CotpTransportException Unknown retryable <- enough
  CotpTransportException Unknown retryable <- enough
  FormViewed
  CotpTransportException NotSent retryable [d] <- enough
HTTP/2: thrown once, 429 is not retried
  a b c d e
  CotpRateLimitException Answered 429 retryable
  sent one
  sent two
  CotpTransportException NotSent retryable <- enough
  CotpTransportException NotSent retryable <- enough
  3 processed
HTTP/2: thrown twice
  a b c d e
  CotpOutcomeUnknownException Unknown <- at once <- enough
  CotpOutcomeUnknownException Unknown <- at once <- enough
  sent one
  CotpTransportException NotSent retryable <- at once <- enough
  CotpTransportException NotSent retryable <- at once <- enough
  3 processed
HTTP/2: thrown when all have begun
  warning: CotpRequest::sendMany(): A signal handler threw LogicException
  a b
  sent one
  sent two
HTTP/2: retrieves
  0 1 2 3
  CotpTransportException Unknown retryable <- enough
  CotpTransportException Unknown retryable <- enough
  FormViewed
  CotpTransportException NotSent retryable [d] <- enough
