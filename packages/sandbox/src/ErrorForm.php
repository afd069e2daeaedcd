<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The form in which the service writes its errors. */
enum ErrorForm: string
{
    /** The documented one: JSON, or XML if the client prefers it. */
    case Block = 'block';
    /** The documented XML, whatever the client accepts. */
    case Xml = 'xml';
    /** RFC 9457, with the dictionary of fields that ASP.NET adds. */
    case Problem = 'problem';
    /** Only the text, as a JSON string. */
    case Text = 'string';

    public function response(ApiError $error, HttpRequest $request): Response
    {
        return match ($this) {
            self::Block => self::prefersXml($request->header('accept')) ? $error->xml() : $error->json(),
            self::Xml => $error->xml(),
            self::Problem => self::problem($error),
            self::Text => Response::json($error->status(), $error->moreInfo ?: $error->meaning()),
        };
    }

    /** Returns the problem as ASP.NET writes it, without a code of the vendor. */
    private static function problem(ApiError $error): Response
    {
        $status = $error->status();
        $problem = [
            'type' => "https://www.rfc-editor.org/rfc/rfc9110#status.$status",
            'title' => $error->fields === [] ? $error->meaning() : 'One or more validation errors occurred.',
            'status' => $status,
        ];
        $problem += $error->fields === []
            ? array_filter(['detail' => $error->moreInfo])
            : ['errors' => array_map(static fn (string $text): array => [$text], $error->fields)];
        $problem['traceId'] = '00-' . bin2hex(random_bytes(16)) . '-' . bin2hex(random_bytes(8)) . '-00';
        $response = Response::json($status, $problem);
        $response->headers['Content-Type'] = 'application/problem+json; charset=utf-8';
        return $response;
    }

    /** Whether the Accept header lists XML before JSON. */
    private static function prefersXml(string $accept): bool
    {
        foreach (explode(',', strtolower($accept)) as $range) {
            $type = trim(explode(';', $range)[0]);
            if ($type === 'application/json') {
                return false;
            }
            if ($type === 'application/xml' || $type === 'text/xml') {
                return true;
            }
        }
        return false;
    }
}
