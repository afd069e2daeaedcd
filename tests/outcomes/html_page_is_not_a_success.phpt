--TEST--
A page of HTML with status 200 is not the result of any operation, whatever its Content-Type
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$token = str_repeat('ab', 16);
$utf16 = fn (string $text, string $format) => implode('', array_map(fn ($c) => pack($format, ord($c)), str_split($text)));
$page = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>";
$pages = [
    'doctype' => $page,
    'html' => '<html>',
    'html with attributes' => '<html lang="en"><body>blocked</body>',
    'html cut off' => '<html',
    'upper case' => '<HTML><BODY>Request rejected</BODY></HTML>',
    'mixed case' => '<!DocType HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">',
    'white space' => "\r\n\t \f<html>",
    'byte order mark' => "\xEF\xBB\xBF<html>",
    'byte order mark and white space' => "\xEF\xBB\xBF\n\n<!doctype html>",
    'comment' => '<!-- a > b --> <!-- --><html>',
    'XHTML' => "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">",
    'XML declaration' => '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">',
    'UTF-16LE' => "\xFF\xFE" . $utf16($page, 'v'),
    'UTF-16BE' => "\xFE\xFF" . $utf16($page, 'n'),
    'UTF-16 without a mark' => $utf16('<html>', 'v'),
    'head' => '<head><title>Blocked</title></head>',
    'script' => "<script>location='/login'</script>",
    'meta' => '<meta http-equiv="refresh" content="0">',
];
$others = [
    'empty' => '', 'white space' => " \r\n", 'byte order mark' => "\xEF\xBB\xBF", 'JSON' => '{}', 'true' => 'true', 'a string' => '"<html>"', 'OK' => 'OK',
    'XML' => '<?xml version="1.0"?><ok/>', 'a similar tag' => '<htmlresult/>', 'another similar tag' => '<Header/>', 'in a comment' => '<!-- <html> -->',
    'in XML' => '<ok><html/></ok>', 'quoted' => 'see <html>', 'cut off' => '<htm', 'a comment without an end' => '<!-- <html>', 'bracket' => '<',
];
$operations = [
    'delete' => fn (CotpRequest $cotp) => $cotp->delete('abc'),
    'clearCvv' => fn (CotpRequest $cotp) => $cotp->clearCvv($token),
    'deleteCard' => fn (CotpRequest $cotp) => $cotp->deleteCard($token),
    'setRetention' => fn (CotpRequest $cotp) => $cotp->setRetention($token, new CotpRetention(new DateTimeImmutable('+7 days'))),
    'deleteRetention' => fn (CotpRequest $cotp) => $cotp->deleteRetention($token),
    'authenticate' => fn (CotpRequest $cotp) => $cotp->authenticate(),
];
$peer = Peer::start();
$cotp = client($peer);
$types = ['text/html', 'application/json', ''];
foreach ($operations as $name => $operation) {
    $failed = 'CotpProtocolException Answered 200' . ($name === 'delete' ? ' [abc]' : '');
    $passed = $name === 'authenticate' ? 'true' : 'done';
    $expected = array_fill_keys(array_keys($pages), $failed);
    foreach ($others as $other => $body) {
        $expected["not: $other"] = $passed;
    }
    echo "$name: ";
    $number = 0;
    compare($expected, function (string $case) use ($peer, $cotp, $operation, $pages, $others, $types, &$number) {
        $type = $types[$number++ % 3];
        $peer->append(Peer::respond(200, $type === '' ? [] : ["Content-Type: $type"], $pages[$case] ?? $others[substr($case, 5)]));
        return outcome(fn () => $operation($cotp));
    });
}

foreach ([fn () => $cotp->clearCvv($token), fn () => $cotp->retrieve('abc'), fn () => $cotp->getRetention($token), fn () => $cotp->send(form())] as $call) {
    $peer->append(Peer::respond(200, [], $page));
    $exception = failure($call);
    echo $exception::class, ' ', $exception->outcome->name, ': ', $exception->getMessage(), "\n";
}
$peer->append(Peer::respond(200, ['Location: /api/cardrequest/new-1'], $page));
echo outcome(fn () => $cotp->send(form())), "\n";
/* an attempt before may have been processed */
$peer->append(Peer::cut(Peer::respond(200), 'head'), Peer::respond(200, [], $page));
echo outcome(fn () => client($peer, retries: 1)->delete('abc')), "\n";
$peer->append(Peer::respond(403, [], $page));
echo outcome(fn () => $cotp->delete('abc')), "\n";
?>
--EXPECT--
delete: 34 of 34 as expected
clearCvv: 34 of 34 as expected
deleteCard: 34 of 34 as expected
setRetention: 34 of 34 as expected
deleteRetention: 34 of 34 as expected
authenticate: 34 of 34 as expected
CotpProtocolException Answered: DELETE /payments/paycard/{token}/cvv: the service responded with HTTP 200 and an HTML page, such as the page of a login or a firewall
CotpProtocolException Answered: the response is an HTML page, not JSON
CotpProtocolException Answered: GET /payments/paycard/{token}/cvv/Restriction: the service responded with HTTP 200 and an HTML page, such as the page of a login or a firewall
CotpProtocolException Unknown: POST /cardrequest: the service responded with HTTP 200 but without a Location header that ends in a request id, so the link may have been sent to the guest. Wait for the callback, or ask the guest, before you send again.
new-1
CotpProtocolException Unknown 200 [abc]
CotpAuthenticationException Answered 403 [abc]
