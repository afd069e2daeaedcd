--TEST--
setRetention() takes hosts only and deleteRetention() no path syntax; destinations that a service returned can be made
--EXTENSIONS--
cotp
--FILE--
<?php
$service = new CotpRequest('key', 'https://127.0.0.1:1/api', retries: 0);
foreach (['https://pay.example/', 'pay example', '', 'pay.example:443', "pay.example\u{200B}"] as $host) {
    $policy = new CotpRetention(new DateTimeImmutable('+1 day'), false, [new CotpDestination('Owner'), new CotpDestination('HostName', $host)]);
    try {
        $service->setRetention('abc', $policy);
        echo "sent\n";
    } catch (ValueError $error) {
        echo $error->getMessage(), "\n";
    }
}
foreach ([['HostName', 'a/../../..'], ['../..', null], ['Host%2e', null], ['a\\b', null], ['HostName', 'a%2F'], ['HostName', '..;'], ['HostName', ".. "]] as [$type, $data]) {
    try {
        $service->deleteRetention('abc', $type, $data);
        echo "sent\n";
    } catch (ValueError $error) {
        echo $error->getMessage(), "\n";
    }
}
try {
    $service->deleteRetention('abc', 'SFTP', 'user@sftp.example:2222');
} catch (CotpTransportException) {
    echo "no connection\n";
}
?>
--EXPECTF--
CotpRequest::setRetention(): Argument #2 ($policy) %S$data of destination #2 must be a host name or an IPv4 address, without a scheme, port or path (write other scripts in Punycode)
CotpRequest::setRetention(): Argument #2 ($policy) %S$data of destination #2 must be a host name or an IPv4 address, without a scheme, port or path (write other scripts in Punycode)
CotpRequest::setRetention(): Argument #2 ($policy) %S$data of destination #2 must be a host name or an IPv4 address, without a scheme, port or path (write other scripts in Punycode)
CotpRequest::setRetention(): Argument #2 ($policy) %S$data of destination #2 must be a host name or an IPv4 address, without a scheme, port or path (write other scripts in Punycode)
CotpRequest::setRetention(): Argument #2 ($policy) %S$data of destination #2 must be a host name or an IPv4 address, without a scheme, port or path (write other scripts in Punycode)
CotpRequest::deleteRetention(): Argument #3 ($data) must not contain any of / \ % ? # ; or invisible characters, because it becomes a path segment
CotpRequest::deleteRetention(): Argument #2 ($type) must not contain any of / \ % ? # ; or invisible characters, because it becomes a path segment
CotpRequest::deleteRetention(): Argument #2 ($type) must not contain any of / \ % ? # ; or invisible characters, because it becomes a path segment
CotpRequest::deleteRetention(): Argument #2 ($type) must not contain any of / \ % ? # ; or invisible characters, because it becomes a path segment
CotpRequest::deleteRetention(): Argument #3 ($data) must not contain any of / \ % ? # ; or invisible characters, because it becomes a path segment
CotpRequest::deleteRetention(): Argument #3 ($data) must not contain any of / \ % ? # ; or invisible characters, because it becomes a path segment
CotpRequest::deleteRetention(): Argument #3 ($data) must not consist of dots, because it becomes a path segment
no connection
