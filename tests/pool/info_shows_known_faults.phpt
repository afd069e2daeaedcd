--TEST--
phpinfo() shows the known faults of the libcurl that is loaded, and what cotp does about each
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

ob_start();
(new ReflectionExtension('cotp'))->info();
$info = (string) ob_get_clean();
$version = libcurlVersion();
$within = fn (string $first, string $fixed) => version_compare($version, $first, '>=') && version_compare($version, $fixed, '<');
$expected = [
    'Known fault of this libcurl => Remedy' => true,
    'each attempt gets a new handle; connections are kept' => $within('7.83.0', '8.1.0'),
    'connections with proxy credentials are not kept' => $within('0', '8.19.0'),
    'lets OpenSSL read beyond a response' => $within('8.15.0', '99'),
    'handles of failed attempts are not kept' => $within('8.14.0', '8.15.0'),
    'this extension stays loaded until the process ends' => $within('7.87.0', '99'),
    'a body is read once' => true,
];
foreach ($expected as $words => $shown) {
    if (str_contains($info, $words) !== $shown) {
        echo $shown ? 'missing' : 'should not be there', ": $words\n";
    }
}
echo "libcurl $version\n";
?>
--EXPECTF--
libcurl %d.%d.%d
