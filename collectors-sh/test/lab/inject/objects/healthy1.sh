# fault: none
# subject: -
# symptom: -
# wait: 1
on() { :; }
off() { :; }
