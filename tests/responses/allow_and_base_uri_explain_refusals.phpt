--TEST--
A 405 shows the methods that the service allows, and a 404 without an error block shows a base URI with an unusual path
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$peer = Peer::start();
$cotp = client($peer);
$allowed = function (int $status, array $headers, string $body = '') use ($peer, $cotp) {
    $peer->append(Peer::respond($status, $headers, $body));
    return str_replace('DELETE /cardrequest/{id}: the service responded with ', '', failure(fn () => $cotp->delete('abc'))->getMessage());
};
echo $allowed(405, ['Allow: GET, POST']), "\n";
echo $allowed(405, ['allow:PUT', 'ALLOW: GET,POST ', 'Allow:'], '{"Message":"The requested resource does not support http method \'DELETE\'."}'), "\n";
echo $allowed(405, ["Allow: GET\x1b[31m"]), "\n";
echo $allowed(405, ['Allow: ' . str_repeat('PROPFIND, ', 50)]), "\n";
echo $allowed(405, ['Allow: GET'], '{"code":-1,"message":"m"}'), "\n";
echo $allowed(404, ['Allow: GET'], '{"message":"m"}'), "\n";

foreach (['/api/', '/API', '', '/v2', '/api/v2'] as $path) {
    $peer->append(Peer::respond(404, [], '{"Message":"No resource was found."}'), Peer::respond(404), refusal(404, -160, 'm'), Peer::respond(405));
    $cotp = client($peer, baseUri: $peer->url . $path);
    echo "base $path\n";
    foreach (['delete', 'retrieve', 'retrieve', 'delete'] as $method) {
        echo '    ', str_replace('the service responded with ', '', failure(fn () => $cotp->{$method}('abc'))->getMessage()), "\n";
    }
}
?>
--EXPECT--
HTTP 405 (allowed: GET, POST). The method is inferred, not documented; override it with the wire entry "delete.method"
HTTP 405 (allowed: PUT, GET, POST): The requested resource does not support http method 'DELETE'. The method is inferred, not documented; override it with the wire entry "delete.method"
HTTP 405. The method is inferred, not documented; override it with the wire entry "delete.method"
HTTP 405 (allowed: PROPFIND, PROPFIND, PROPFIND, PROPFIND, PROPFIND, PROPFIND). The method is inferred, not documented; override it with the wire entry "delete.method"
HTTP 405, code -1: m
HTTP 404: m. The path is inferred, not documented; override it with the wire entry "delete.path"
base /api/
    DELETE /cardrequest/{id}: HTTP 404: No resource was found. The path is inferred, not documented; override it with the wire entry "delete.path"
    GET /cardrequest/{id}: HTTP 404
    GET /cardrequest/{id}: HTTP 404, code -160: m
    DELETE /cardrequest/{id}: HTTP 405. The method is inferred, not documented; override it with the wire entry "delete.method"
base /API
    DELETE /cardrequest/{id}: HTTP 404: No resource was found. The path is inferred, not documented; override it with the wire entry "delete.path"
    GET /cardrequest/{id}: HTTP 404
    GET /cardrequest/{id}: HTTP 404, code -160: m
    DELETE /cardrequest/{id}: HTTP 405. The method is inferred, not documented; override it with the wire entry "delete.method"
base 
    DELETE /cardrequest/{id}: HTTP 404, and the path of the base URI is not "/api": No resource was found. The path is inferred, not documented; override it with the wire entry "delete.path"
    GET /cardrequest/{id}: HTTP 404, and the path of the base URI is not "/api"
    GET /cardrequest/{id}: HTTP 404, code -160: m
    DELETE /cardrequest/{id}: HTTP 405. The method is inferred, not documented; override it with the wire entry "delete.method"
base /v2
    DELETE /cardrequest/{id}: HTTP 404, and the path of the base URI is not "/api": No resource was found. The path is inferred, not documented; override it with the wire entry "delete.path"
    GET /cardrequest/{id}: HTTP 404, and the path of the base URI is not "/api"
    GET /cardrequest/{id}: HTTP 404, code -160: m
    DELETE /cardrequest/{id}: HTTP 405. The method is inferred, not documented; override it with the wire entry "delete.method"
base /api/v2
    DELETE /cardrequest/{id}: HTTP 404, and the path of the base URI is not "/api": No resource was found. The path is inferred, not documented; override it with the wire entry "delete.path"
    GET /cardrequest/{id}: HTTP 404, and the path of the base URI is not "/api"
    GET /cardrequest/{id}: HTTP 404, code -160: m
    DELETE /cardrequest/{id}: HTTP 405. The method is inferred, not documented; override it with the wire entry "delete.method"
