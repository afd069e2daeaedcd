--TEST--
pcntl_fork() before and after use: each process has its own connections and figures, also within a batch
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

/** Runs $code in a child and returns its output. The child ends without closing the peer. */
function child(callable $code): string
{
    [$parent, $child] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    if (($pid = pcntl_fork()) === 0) {
        ob_start();
        $code();
        fwrite($child, ob_get_clean());
        exit(0);
    }
    fclose($child);
    $printed = stream_get_contents($parent);
    pcntl_waitpid($pid, $status);
    return $printed . ($status === 0 ? '' : " DIED $status");
}

function figures(): string
{
    $pool = CotpRequest::pool();
    return json_encode([$pool['pid'] === getmypid(), ...array_slice(array_values($pool), 1)]);
}
foreach (['http/1.1', 'h2'] as $alpn) {
    CotpRequest::closePool();
    $peer = Peer::start(tls: true, alpn: $alpn, default: Peer::json(200, ['LastNotifiedStatus' => 'CardStored']));
    $service = client($peer);
    echo "$alpn\n";
    echo '  before use: ', child(fn () => print($service->retrieve('a')->status->name)), ', ', count($peer->connections()), " connections\n";
    $service->retrieve('a');
    echo '  after use: ', child(function () use ($service) {
        echo figures(), ' ', count(array_filter($service->retrieveMany(['a', 'b', 'c'], 1), fn ($state) => $state instanceof CotpState)), ' ', figures();
        CotpRequest::closePool();
        echo ' ', figures();
    }), ', ', count($peer->connections()), " connections\n";
    echo '  closed by the child: ', child(fn () => CotpRequest::closePool()), "\n";
    $service->retrieve('a');
    echo '  the parent goes on: ', count($peer->connections()), " connections\n";
}

// A child that a signal handler forks must not report NotSent: the parent sends the request, also if it waits to be
// retried.
$peer = Peer::start([created('one'), refusal(429, 0, headers: ['Retry-After: 3'])], default: Peer::after('go', created('{request}')));
$pid = getmypid();
pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () use ($peer, &$pid) {
    if (($forked = pcntl_fork()) !== 0) {
        pcntl_waitpid($forked, $status);
        $peer->release('go');
    }
});
pcntl_alarm(1);
$results = client($peer, retries: 1)->sendMany([form(), form(), form(), form()], 2);
$ends = array_count_values(array_map(fn ($result) => is_string($result) ? 'sent' : outcome(fn () => throw $result), $results));
echo getmypid() === $pid ? 'parent' : 'child', ': ', json_encode($ends), "\n";
?>
--EXPECTF--
http/1.1
  before use: CardStored, 1 connections
  after use: [true,0,0,0] 3 [true,1,2,1] [true,0,2,1], 3 connections
  closed by the child: 
  the parent goes on: 3 connections
h2
  before use: CardStored, 1 connections
  after use: [true,0,0,0] 3 [true,1,2,1] [true,0,2,1], 3 connections
  closed by the child: 
  the parent goes on: 3 connections
child: {"sent":1,"CotpOutcomeUnknownException Unknown":3}
parent: {"sent":4}
