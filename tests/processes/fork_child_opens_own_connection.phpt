--TEST--
After a fork the child opens its own connection, and the connection of the parent stays usable
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

foreach (WAYS as $way => $arguments) {
    $peer = Peer::start(...$arguments);
    $peer->append(created('before'), created('child-one'), created('child-two'), created('after'));
    $cotp = client($peer);
    echo "$way: ", $cotp->send(form('parent')), "\n";
    $file = tempnam(sys_get_temp_dir(), 'cotp');
    $child = pcntl_fork();
    if ($child === 0) {
        file_put_contents($file, outcome(fn () => $cotp->send(form('child'))) . ' ' . outcome(fn () => $cotp->send(form('child'))));
        exit(7);
    }
    pcntl_waitpid($child, $status);
    echo 'child: ', file_get_contents($file), ', status ', pcntl_wexitstatus($status), "\n";
    unlink($file);
    echo 'parent: ', outcome(fn () => $cotp->send(form('parent'))), "\n";
    $connections = array_column($peer->processed(), 'connection');
    echo 'connections: ', implode(' ', $connections), ', closed: ', json_encode(array_column($peer->connections(), 'closed')), "\n";
}
?>
--EXPECT--
HTTP/1.1: before
child: child-one child-two, status 7
parent: after
connections: 1 2 2 1, closed: [null,"client"]
HTTP/1.1 over TLS: before
child: child-one child-two, status 7
parent: after
connections: 1 2 2 1, closed: [null,"client"]
HTTP/2: before
child: child-one child-two, status 7
parent: after
connections: 1 2 2 1, closed: [null,"client"]
