<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Doctor;

/** Whether CA certificates are where OpenSSL looks for them. */
final readonly class Certificates
{
    private const USUAL = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem', '/etc/ssl/ca-bundle.pem'];

    public function __construct(private ?string $caFile)
    {
    }

    public function line(): Line
    {
        if ($this->caFile !== null) {
            return $this->count($this->caFile) > 0
                ? Line::ok('CA certificates', "{$this->count($this->caFile)} in $this->caFile")
                : Line::error('CA certificates', "none in $this->caFile", 'Give --ca-file a readable PEM file with the CA certificates to trust.');
        }
        foreach ([...$this->configured(), ...self::USUAL] as $place) {
            if (is_file($place) && $this->count($place) > 0) {
                return Line::ok('CA certificates', "{$this->count($place)} in $place");
            }
            if (is_dir($place) && (glob("$place/*.0") ?: []) !== []) {
                return Line::ok('CA certificates', "in $place");
            }
        }
        return Line::error('CA certificates', 'none found', 'Install the package ca-certificates, or pass a PEM file as $caFile.');
    }

    /** @return list<string> */
    private function configured(): array
    {
        $locations = function_exists('openssl_get_cert_locations') ? openssl_get_cert_locations() : [];
        $names = ['ini_cafile', 'ini_capath', 'default_cert_file', 'default_cert_dir'];
        return array_values(array_filter(array_intersect_key($locations, array_flip($names)), static fn (string $place): bool => $place !== ''));
    }

    private function count(string $file): int
    {
        return substr_count((string) @file_get_contents($file), '-----BEGIN');
    }
}
