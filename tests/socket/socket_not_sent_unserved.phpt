--TEST--
Nothing is sent if the socket is missing, or no process listens on it
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

function shown(Peer $peer, mixed ...$settings): string
{
    $failure = failure(fn () => client($peer, ...$settings)->send(form()));
    return $failure::class . " {$failure->outcome->name}" . ($failure->retryable ? ' retryable' : '') . ': '
        . str_replace(dirname($settings['socket'] ?? $peer->socket), '…', $failure->getMessage());
}

$peer = Peer::start(default: created('abc'), onSocket: true);
$folder = dirname($peer->socket);
echo shown($peer, socket: "$folder/missing"), "\n";
$unused = stream_socket_server("unix://$folder/unused");
fclose($unused);
echo shown($peer, socket: "$folder/unused"), "\n";
touch("$folder/file");
echo shown($peer, socket: "$folder/file"), "\n";
echo count($peer->requests()), ' requests, ', count($peer->connections()), " connections\n";
?>
--EXPECT--
CotpTransportException NotSent retryable: POST /cardrequest: the connection to the socket …/missing failed before anything was sent: it does not exist
CotpTransportException NotSent retryable: POST /cardrequest: the connection to the socket …/unused failed before anything was sent: no process listens on it
CotpTransportException NotSent retryable: POST /cardrequest: the connection to the socket …/file failed before anything was sent: no process listens on it
0 requests, 0 connections
