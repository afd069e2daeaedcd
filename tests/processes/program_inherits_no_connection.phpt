--TEST--
A program that PHP starts inherits no connection, neither an idle one nor one in use
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
if (!is_dir('/proc/self/fd')) {
    echo 'skip no /proc';
}
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** Returns the connections that a program finds open. The sockets that libcurl uses to wake itself do not count. */
function inherited(): int
{
    exec('ls -l /proc/self/fd/; cat /proc/net/tcp', $lines);
    $output = implode("\n", $lines);
    preg_match_all('/socket:\[(\d+)\]/', $output, $open);
    preg_match_all('/^ *\d+: (?:\S+ +){8}(\d+) /m', $output, $connections);
    return count(array_intersect($open[1], $connections[1]));
}

foreach (WAYS as $way => $arguments) {
    CotpRequest::closePool();
    $before = inherited();
    $peer = Peer::start(...$arguments, default: Peer::mirror());
    $during = 0;
    $observer = function () use (&$during): void {
        $during = max($during, inherited());
    };
    client($peer, observer: $observer)->sendMany([form(), form(), form()], 2);
    echo "$way: ", $during - $before, ' while a batch runs, ', inherited() - $before, ' while ', CotpRequest::pool()['connections'] > 0 ? 'some are' : 'none is', " idle\n";
}
?>
--EXPECT--
HTTP/1.1: 0 while a batch runs, 0 while some are idle
HTTP/1.1 over TLS: 0 while a batch runs, 0 while some are idle
HTTP/2: 0 while a batch runs, 0 while some are idle
