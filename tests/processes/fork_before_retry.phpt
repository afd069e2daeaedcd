--TEST--
An observer or a signal handler forks before a retry, or in a batch: the child gets Unknown, and only the parent sends
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** Runs $call, in which $fork runs once. Prints what the child and the parent get, and how often each form was processed. */
function scene(string $name, Peer $peer, callable $call): void
{
    [$read, $write] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $parent = getmypid();
    $result = $call();
    if (getmypid() !== $parent) {
        fwrite($write, $result);
        exit(0);
    }
    fclose($write);
    echo "$name:\n  child: ", stream_get_contents($read), "\n  parent: $result\n  processed: ", count($peer->processed()), "\n";
}

/** Returns a function that forks when it is called for the first time, and lets the child go first. */
function forkOnce(): Closure
{
    $isFirst = true;
    return function () use (&$isFirst): void {
        if ($isFirst) {
            $isFirst = false;
            $child = pcntl_fork();
            $child === 0 or register_shutdown_function(fn () => pcntl_waitpid($child, $status));
        }
    };
}

function summary(array $results): string
{
    return json_encode(array_map(fn ($result) => is_string($result) ? 'sent' : outcome(fn () => throw $result), $results));
}

$peer = Peer::start([refusal(429, 0)], default: created('{request}'));
$cotp = client($peer, retries: 1, observer: forkOnce());
scene('an observer before a retry', $peer, fn () => outcome(fn () => $cotp->send(form())));

$peer = Peer::start([refusal(503, 0)], default: Peer::json(200, ['LastNotifiedStatus' => 'FormViewed']));
$cotp = client($peer, retries: 1, observer: forkOnce());
scene('an observer before a retry that is safe', $peer, fn () => outcome(fn () => $cotp->delete('abc')));

$peer = Peer::start(default: created('{request}'));
$cotp = client($peer, observer: forkOnce());
scene('an observer in a batch', $peer, fn () => summary($cotp->sendMany([form(), form(), form()], 1)));

// the handler runs while the call waits for its retry
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, forkOnce());
$peer = Peer::start([refusal(429, 0, headers: ['Retry-After: 1'])], default: created('{request}'));
$cotp = client($peer, retries: 1, observer: fn (CotpAttempt $attempt) => $attempt->httpStatus === 429 && exec('kill -USR1 ' . getmypid()));
scene('a signal handler before a retry', $peer, fn () => outcome(fn () => $cotp->send(form())));
?>
--EXPECT--
an observer before a retry:
  child: CotpOutcomeUnknownException Unknown
  parent: 000002
  processed: 2
an observer before a retry that is safe:
  child: CotpTransportException Unknown retryable [abc]
  parent: done
  processed: 2
an observer in a batch:
  child: ["sent","CotpOutcomeUnknownException Unknown","CotpOutcomeUnknownException Unknown"]
  parent: ["sent","sent","sent"]
  processed: 3
a signal handler before a retry:
  child: CotpOutcomeUnknownException Unknown
  parent: 000002
  processed: 2
