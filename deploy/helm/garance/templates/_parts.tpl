{{- define "garance.labels" -}}
app.kubernetes.io/name: garance
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- /* Pod of one process. Given: root, component, args, resources, internalPort, publicPort (absent for the worker). */ -}}
{{- define "garance.pod" -}}
metadata:
  labels:
    {{- include "garance.labels" . | nindent 4 }}
  annotations:
    # Pods are replaced when the configuration changes.
    garance/configuration: {{ .root.Values.configuration | toJson | sha256sum }}
spec:
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ .root.Values.terminationGracePeriodSeconds }}
  {{- with .root.Values.imagePullSecrets }}
  imagePullSecrets: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- if eq .component "migrate" }}
  restartPolicy: OnFailure
  {{- else }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "garance.labels" . | nindent 10 }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    # Mounted secrets are readable by this group alone.
    fsGroup: 10001
    seccompProfile: { type: RuntimeDefault }
  containers:
    - name: garance
      image: "{{ .root.Values.image.repository }}:{{ .root.Values.image.tag }}"
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      args: {{ append .args "/etc/garance/garance.json" | toJson }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
      env:
        - { name: CREDENTIALS_DIRECTORY, value: /run/secrets/garance }
        - { name: NODE_OPTIONS, value: --max-semi-space-size=8 }
      {{- if .internalPort }}
      ports:
        {{- if .publicPort }}
        - { name: public, containerPort: {{ .publicPort }} }
        {{- end }}
        - { name: internal, containerPort: {{ .internalPort }} }
      startupProbe:
        httpGet: { path: /healthz, port: internal }
        periodSeconds: 1
        failureThreshold: 60
      livenessProbe:
        httpGet: { path: /healthz, port: internal }
        periodSeconds: 10
        timeoutSeconds: 5
      readinessProbe:
        httpGet: { path: /readyz, port: internal }
        periodSeconds: 2
        timeoutSeconds: 3
        failureThreshold: 2
      {{- end }}
      resources: {{ toYaml .resources | nindent 8 }}
      volumeMounts:
        - { name: configuration, mountPath: /etc/garance, readOnly: true }
        - { name: secrets, mountPath: /run/secrets/garance, readOnly: true }
        - { name: tmp, mountPath: /tmp }
  volumes:
    - name: configuration
      configMap: { name: {{ .root.Release.Name }}-configuration }
    - name: secrets
      secret: { secretName: {{ .root.Values.secretName }}, defaultMode: 0440 }
    - name: tmp
      emptyDir: { sizeLimit: 64Mi }
{{- end }}

{{- define "garance.egress" -}}
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: kube-system
  ports:
    - { port: 53, protocol: UDP }
    - { port: 53, protocol: TCP }
{{- range .Values.networkPolicies.stores }}
- to:
    - ipBlock: { cidr: {{ .cidr }} }
  ports:
    - { port: {{ .port }}, protocol: TCP }
{{- end }}
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except: {{ toJson .Values.networkPolicies.privateNetworks }}
  ports:
    - { port: 443, protocol: TCP }
{{- end }}
