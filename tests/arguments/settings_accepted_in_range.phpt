--TEST--
INI settings at both ends of their ranges are accepted, and phpinfo() shows the versions and the pool
--EXTENSIONS--
cotp
--INI--
cotp.pool_size=256
cotp.pool_idle=1
cotp.pool_lifetime=86400
cotp.dns_ttl=0
--FILE--
<?php
foreach (ini_get_all('cotp', false) as $name => $value) {
    echo "$name = ", json_encode($value), "\n";
}
ob_start();
phpinfo(INFO_MODULES);
$text = preg_replace(['/^Known fault of this libcurl.*?\n\n/ms', '/(?<=^CA certificates without caFile => ).*$/m'], ['', '#'], ob_get_clean());
preg_match('/^cotp$.*?^Directive /ms', $text, $section);
echo preg_replace('/\d+\.\d+[^\n=]*|(?<=Process ID => )' . getmypid() . '/', '#', $section[0]), "\n";
var_dump(str_contains($section[0], 'Version => ' . phpversion('cotp')));
?>
--EXPECT--
cotp.dns_ttl = "0"
cotp.http_hosts = ""
cotp.pool_idle = "1"
cotp.pool_lifetime = "86400"
cotp.pool_size = "256"
cotp

PCI Booking Card Over The Phone => enabled
Version => #

Library => Built with => Loaded
libcurl => #=> #
jansson => #=> #
OpenSSL => OpenSSL #=> OpenSSL #

CA certificates without caFile => #

Connection pool => This process
Process ID => #
Open connections => 0
Requests on a reused connection (hits) => 0
Requests on a new connection (misses) => 0

Directive 
bool(true)
